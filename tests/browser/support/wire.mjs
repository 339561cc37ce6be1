// The sockets of a page, which can be cut and mended.

export class Wire {
  #open = new Set();
  #cut = false;
  #deaf = false;
  /** How many sockets the page has opened. */
  opened = 0;

  /** Lays hold of every socket that the page opens from now on. */
  static async of(page) {
    const wire = new Wire();
    await page.routeWebSocket(/\/events\?/, (socket) => {
      if (wire.#cut) return void socket.close({ code: 1001 });
      wire.opened += 1;
      wire.#open.add(socket);
      socket.onClose(() => wire.#open.delete(socket));
      const server = socket.connectToServer();
      server.onMessage((frame) => {
        // Without its pong the page would take the socket for dead.
        if (!wire.#deaf || frame === "pong") socket.send(frame);
      });
    });
    return wire;
  }

  /** Closes all sockets and refuses others. */
  async cut() {
    this.#cut = true;
    await this.drop();
  }

  /** Closes all sockets; others may be opened. */
  async drop() {
    for (const socket of [...this.#open]) await socket.close({ code: 1001 });
    this.#open.clear();
  }

  /** Keeps from the page whatever it is told from now on: it cannot know that it misses anything. */
  deafen() {
    this.#deaf = true;
  }

  /** Lets sockets be opened again. */
  mend() {
    this.#cut = false;
    this.#deaf = false;
  }
}
