// The page's end of the worker: commands with answers, frames, and the watch over its life.
import { words as en } from '../strings/words.js';

/** @typedef {import('../types.d.ts').Frame} Frame */
/** @typedef {import('./commands.d.ts').Name} Name */

const PING_EVERY = 2000;
const PING_LIMIT = 8000;

export class Client {
  /** @type {Worker} */ #worker;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */ #waiting = new Map();
  #id = 0;
  #pinged = 0;
  #dead = false;
  #silent = false;
  /** @type {(error: Error) => void} */ #gone = () => {};
  /** @type {ReturnType<typeof setInterval>} */ #timer;
  /** The experiment now shown: frames of any other number are dropped. */
  generation = 0;
  /** What there is to choose from, once the worker is up; rejects when it is gone before. @type {Promise<import('../types.d.ts').Catalogue>} */ ready;

  /**
   * @param {{ frame: (frame: Frame) => void, replay: (progress: { goal: number, left: number }) => void, moved?: (next: import('../types.d.ts').Opened) => void, dead: (reason: string) => void, silent: (silent: boolean) => void }} host
   */
  constructor(host) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    let begun = (/** @type {any} */ _) => {};
    this.ready = new Promise((resolve, reject) => {
      begun = resolve;
      this.#gone = reject;
    });
    this.ready.catch(() => {});
    /** @param {string} reason */
    const die = (reason) => {
      if (this.#dead) return;
      this.end();
      host.dead(reason);
    };
    this.#worker.onmessage = (/** @type {MessageEvent<import('./commands.d.ts').ToPage>} */ { data }) => {
      this.#pinged = 0;
      if (this.#silent) host.silent((this.#silent = false));
      if ('frame' in data) {
        if (data.generation === this.generation) host.frame(data.frame);
      } else if ('moved' in data) {
        if (data.generation === this.generation) host.moved?.(data.moved);
      } else if ('replay' in data) host.replay(data.replay);
      else if ('ready' in data) begun(data.ready);
      else if ('dead' in data) die(data.dead);
      else {
        const wait = this.#waiting.get(data.reply);
        this.#waiting.delete(data.reply);
        if ('error' in data) wait?.reject(new Error(data.detail ? en.failure(data.detail, data.error) : (en.errors[data.error] ?? data.error), { cause: data.error }));
        else wait?.resolve(data.value);
      }
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      die(event.message || 'error');
    };
    this.#timer = setInterval(() => {
      const now = performance.now();
      if (!this.#pinged) {
        this.#pinged = now;
        this.ask('ping').catch(() => {});
      } else if (now - this.#pinged > PING_LIMIT && !this.#silent) host.silent((this.#silent = true));
    }, PING_EVERY);
  }

  /**
   * What a link names and does not hold is brought before it.
   * @template {Name} N @param {N} command @param {import('./commands.d.ts').Rest<N>} rest @returns {Promise<import('./commands.d.ts').Answer<N>>}
   */
  ask(command, ...rest) {
    const { link } = /** @type {{ link?: string }} */ (rest[0] ?? {});
    if (link && /[#&]data=/.test(link)) return import('../own/files.js').then(({ bring }) => bring(this, link)).then(() => this.#put(command, rest[0]));
    return this.#put(command, rest[0]);
  }

  /** @param {Name} command @param {unknown} how @returns {Promise<any>} */
  #put(command, how) {
    if (this.#dead) return Promise.reject(new Error(en.errors.gone));
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, command, how });
    });
  }

  /** The last frame is on the screen. */
  drawn() {
    if (!this.#dead) this.#send({ drawn: this.generation });
  }

  /** @param {import('./commands.d.ts').ToWorker} message */
  #send(message) {
    this.#worker.postMessage(message);
  }

  /** Let the worker go; whoever waits for it is told. */
  end() {
    this.#dead = true;
    clearInterval(this.#timer);
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error(en.errors.gone));
    this.#waiting.clear();
    this.#gone(new Error(en.errors.gone));
  }

  get alive() {
    return !this.#dead;
  }
}
