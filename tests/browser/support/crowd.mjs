// Travellers who speak over the API: a list is full of them, and none of them needs a page.

import { origin } from "./stage.mjs";

/** Opens a conversation and says these things in it. */
export async function converses(operator, ...says) {
  const opened = await post(`/v1/${operator.workspace}/conversations`, { language: "en" });
  for (const [at, text] of says.entries()) {
    await post(
      `/v1/${operator.workspace}/conversations/${opened.conversation}/messages`,
      { client_id: `crowd-${at}`, text },
      opened.token,
    );
  }
  return `Visitor ${opened.conversation.slice(-4)}`;
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
