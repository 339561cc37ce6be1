// One page for both demo operators: the address says which.
const OPERATORS = {
  "harbour-cars": {
    name: "Harbour Cars",
    lead: "Cars by the harbour, in every size, with the paperwork done before you land.",
    accent: "#0b4f8a",
    try: [
      "How old do I have to be to rent a car?",
      "My car has a flat tyre, can you help?",
      "I’ve just had an accident",
    ],
  },
  "meridian-tours": {
    name: "Meridian Tours",
    lead: "Small groups, local guides, and somebody at the end of the line.",
    accent: "#8a3b12",
    try: [
      "How much luggage may I take on the train to Machu Picchu?",
      "My bag never arrived",
      "Can I talk to someone?",
    ],
  },
};

const workspace = location.pathname.split("/")[2] ?? "";
const operator = OPERATORS[workspace] ?? { name: workspace, lead: "", accent: "", try: [] };

document.title = `${operator.name}: demo`;
document.getElementById("name").textContent = operator.name;
document.getElementById("lead").textContent = operator.lead;
document.getElementById("try").append(
  ...operator.try.map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  }),
);

const loader = document.createElement("script");
loader.src = "/loader.js";
loader.async = true;
loader.dataset.workspace = workspace;
loader.dataset.label = `Chat with ${operator.name}`;
if (operator.accent) loader.dataset.accent = operator.accent;
document.body.append(loader);
