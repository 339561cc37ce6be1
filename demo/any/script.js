import "../parts/demo.js";

// The demo of any operator: the address says which, and the API what it is called and what may be asked.

const workspace = location.pathname.split("/")[2] ?? "";
const at = (id) => document.getElementById(id);

at("line").textContent = `<script src="${location.origin}/loader.js" data-workspace="${workspace}" async></script>`;
document.querySelector("[data-demo-inbox]").href = `/inbox#w=${encodeURIComponent(workspace)}`;

begin();

async function begin() {
  const info = await fetch(`/v1/${encodeURIComponent(workspace)}`)
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}));
  const { name = workspace, greeting = "", suggestions = [], accent } = info;
  document.title = `${name}: a demo of Gangway`;
  at("name").textContent = name;
  at("greeting").textContent = greeting;
  at("asks").append(
    ...suggestions.map((question) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.gangwayAsk = question;
      button.textContent = question;
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
  const loader = document.createElement("script");
  loader.src = "/loader.js";
  loader.dataset.workspace = workspace;
  loader.dataset.label = `Chat with ${name}`;
  if (accent) loader.dataset.accent = accent;
  document.body.append(loader);
}
