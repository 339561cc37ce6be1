// Travellers who speak over the API: a list is full of them, and none of them needs a page.

import { origin } from "./stage.mjs";

/** Opens a conversation and says these things in it. `name` is what agents call it. */
export async function converses(operator, ...says) {
  const opened = await post(`/v1/${operator.workspace}/conversations`, { language: "en" });
  const someone = { ...opened, operator, name: `Visitor ${opened.conversation.slice(-4)}`, said: 0 };
  for (const text of says) await writes(someone, text);
  return someone;
}

/** Says something more. */
export async function writes(someone, text) {
  someone.said += 1;
  await post(
    `/v1/${someone.operator.workspace}/conversations/${someone.conversation}/messages`,
    { client_id: `crowd-${someone.said}`, text },
    someone.token,
  );
}

async function post(path, body, token) {
  const answer = await fetch(`${origin}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
