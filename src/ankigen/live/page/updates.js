// What the server says by itself. A page that nobody sees hears nothing, and asks anew when it is seen again.

const SILENCE = 25_000; // ms: the server says every ten seconds that it is there

export class Updates {
  /** `hello` gets how things are, each time the line is opened; `change` one change; `state` whether there is a line. */
  constructor({ hello, change, state }) {
    Object.assign(this, { hello, change, state });
    document.addEventListener("visibilitychange", () => this.check());
    window.addEventListener("pageshow", () => this.check());
    setInterval(() => this.check(), 2_000);
    this.open();
  }

  open() {
    this.close();
    this.heard = Date.now();
    this.line = new EventSource("/events");
    const hear = (then) => (event) => {
      this.heard = Date.now();
      this.state(true);
      if (then) then(JSON.parse(event.data));
    };
    this.line.addEventListener("hello", hear(this.hello));
    this.line.addEventListener("beat", hear());
    this.line.addEventListener("message", hear(this.change));
    this.line.addEventListener("error", () => this.state(false));
  }

  close() {
    this.line?.close();
    this.line = null;
  }

  check() {
    if (document.hidden) this.close();
    else if (!this.line || this.line.readyState === EventSource.CLOSED || Date.now() - this.heard > SILENCE) this.open();
  }
}
