// What every spec stands on: the browser, the deployment, and the people who come and go.

import { after, test } from "node:test";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

import { Agent } from "./agent.mjs";
import { cutOff, objections } from "./look.mjs";
import { PATIENCE_OF_ONE_STEP } from "./see.mjs";
import { Traveller } from "./traveller.mjs";
import { Wire } from "./wire.mjs";

const { ADMINISTRATOR, CHROMIUM, CUES, ORIGIN, PICTURES } = process.env;

export const HARBOUR = { workspace: "harbour-cars", name: "Harbour Cars" };
export const MERIDIAN = { workspace: "meridian-tours", name: "Meridian Tours" };

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

/** No scene takes longer than this many milliseconds: a machine that has two cores for everything is slow. */
const PATIENCE = 900_000;

/** The address of the deployment. */
export const origin = ORIGIN;

let launched;
const browser = () =>
  (launched ??= chromium.launch({
    executablePath: CHROMIUM,
    timeout: PATIENCE,
    // A page of the web that frames one of this machine would be asked for leave.
    args: ["--disable-features=LocalNetworkAccessChecks"],
  }));
after(async () => (await launched)?.close());

/** One scene: whoever enters leaves at its end, and none of their pages may have complained. */
export function play(title, scene) {
  test(title, { timeout: PATIENCE }, async () => {
    const stage = new Stage();
    try {
      await scene(stage);
    } catch (error) {
      await stage.remember(title);
      throw error;
    } finally {
      await stage.clear();
    }
    const complaints = [...new Set(stage.complaints)].filter((words) => !stage.forgiven.some((one) => one.test(words)));
    if (complaints.length) throw new Error(`a page complained:\n${complaints.join("\n")}`);
  });
}

class Stage {
  contexts = [];
  /** What pages wrote to their consoles as errors. */
  complaints = [];
  forgiven = [];

  /** Complaints that are as they should be. */
  forgives(words) {
    this.forgiven.push(words);
  }

  /** A browser of someone's own: storage, cookies, sockets. */
  async context({ phone = false, dark = false, ...more } = {}) {
    const context = await (await browser()).newContext({
      viewport: phone ? PHONE : DESK,
      hasTouch: phone,
      isMobile: phone,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "Europe/Lisbon",
      ...more,
    });
    context.setDefaultTimeout(PATIENCE_OF_ONE_STEP);
    this.contexts.push(context);
    context.on("weberror", (error) => this.complaints.push(String(error.error())));
    context.on("console", (message) => {
      // A refused or lost request is a line of the browser's own; what the page makes of it is what is looked at.
      const own = message.text().startsWith("Failed to load resource") || message.text().includes("WebSocket connection to");
      if (message.type() === "error" && !own) this.complaints.push(message.text());
    });
    return context;
  }

  /** A traveller on the operator's page. */
  async traveller(operator, options) {
    return Traveller.arrives(await this.#page(options), operator);
  }

  /** An agent of an operator, signed in. */
  async agent(name, operator, options) {
    const link = await signInLink(name, operator);
    return Agent.signsIn(await this.#page(options), name, link);
  }

  /** The administrator, signed in already. */
  async administrator(options) {
    const context = await this.context(options);
    const [name, value] = ADMINISTRATOR.split("=");
    await context.addCookies([{ name, value, url: ORIGIN.replace("http:", "https:"), secure: true }]);
    const page = await context.newPage();
    await page.goto(`${ORIGIN}/inbox`);
    return new Agent(page, "Ines Prado");
  }

  /** A page, and the wire to its sockets. */
  async #page(options) {
    const page = await (await this.context(options)).newPage();
    return { page, wire: await Wire.of(page) };
  }

  /** Takes the picture `<view>-<width>-<scheme>.png` in both schemes; what axe objects to is a complaint. */
  async look(page, view) {
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      const name = `${view}-${page.viewportSize().width}-${scheme}`;
      await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: "disabled", caret: "hide" });
      const lines = [...(await objections(page)), ...(await cutOff(page))];
      for (const line of lines) this.complaints.push(`${name}: ${line}`);
    }
  }

  /** Pictures of all pages as they stand, for whoever looks for what went wrong. */
  async remember(title) {
    const folder = join(PICTURES, "failed");
    await mkdir(folder, { recursive: true });
    const pages = this.contexts.flatMap((context) => context.pages());
    for (const [at, page] of pages.entries()) {
      const name = `${title.replace(/[^a-z0-9]+/gi, "-")}-${at + 1}.png`;
      await page.screenshot({ path: join(folder, name) }).catch(() => {});
    }
  }

  async clear() {
    for (const context of this.contexts) await context.close();
  }
}

/** Ends workerd with SIGKILL; it stays down until it is started. */
export const crash = () => cue("crash");

/** Starts the deployment again on the same port and folder, with a second build's assets or other variables. */
export const start = ({ secondBuild = false, variables = {} } = {}) =>
  cue({ start: { second_build: secondBuild, variables } });

async function cue(what) {
  const answer = await fetch(CUES, { method: "POST", body: JSON.stringify(what) });
  if (answer.status !== 204) throw new Error(`the stage answered ${answer.status}`);
}

/** A fresh sign-in link: the agent is made when they are first named. */
async function signInLink(name, operator) {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${operator.workspace}.example`;
  const { agents } = await administers("GET", "/v1/agents");
  const known = agents.find((agent) => agent.email === email);
  const link = known
    ? await administers("POST", `/v1/agents/${known.id}/sign-in-link`, {})
    : await administers("POST", "/v1/agents", { name, email, role: "agent", workspaces: [operator.workspace] });
  return link.path;
}

/** Something that the administrator does over the API. */
async function administers(method, path, body) {
  const answer = await fetch(`${ORIGIN}${path}`, {
    method,
    headers: { "content-type": "application/json", cookie: ADMINISTRATOR, origin: ORIGIN },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
