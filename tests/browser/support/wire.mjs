// The sockets of a page, which can be cut and mended.

export class Wire {
  #open = new Set();
  #cut = false;
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
      socket.connectToServer();
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

  /** Lets sockets be opened again. */
  mend() {
    this.#cut = false;
  }
}
