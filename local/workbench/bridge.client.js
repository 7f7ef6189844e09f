/**
 * `google.script.run` and `google.script.host` for a page of the add-on: put first into its head. `boot` is filled in by the server.
 * Rules: https://developers.google.com/apps-script/guides/html/reference/run and …/guides/html/communication
 */
((boot) => {
  /** At most 10 calls are under way at a time; the others wait (documented). */
  const SLOTS = 10;
  const PLAIN = ['number', 'boolean', 'string'];
  let busy = 0;
  const waiting = [];

  /** A copy of what may cross; throws at once for what may not, as Google's own page code does. */
  function legal(value, at, parents) {
    if (value === null || value === undefined) return null;
    if (PLAIN.includes(typeof value)) return value;
    if (typeof value !== 'object' || parents.includes(value))
      throw new TypeError(`Failed due to illegal value in property: ${at}`);
    const inside = [...parents, value];
    if (Array.isArray(value)) return value.map((item, i) => legal(item, i, inside));
    const proto = Object.getPrototypeOf(value);
    if (proto !== null && proto !== Object.prototype)
      throw new TypeError(`Failed due to illegal value in property: ${at}`);
    const told = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(told.map(([key, item]) => [key, legal(item, key, inside)]));
  }

  /** A form is legal as the only argument, and arrives as an object of its fields. */
  function argumentsOf(args) {
    if (args.length !== 1 || !(args[0] instanceof HTMLFormElement))
      return args.map((arg, i) => legal(arg, i, []));
    const fields = {};
    for (const [name, value] of new FormData(args[0]))
      fields[name] = name in fields ? [].concat(fields[name], value) : value;
    return [fields];
  }

  function next() {
    while (busy < SLOTS && waiting.length > 0) {
      busy += 1;
      void waiting
        .shift()()
        .finally(() => {
          busy -= 1;
          next();
        });
    }
  }

  function failed({ name, message }) {
    return Object.assign(new Error(message), { name });
  }

  async function answerTo(body) {
    try {
      const response = await fetch(boot.call, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return await response.json();
    } catch {
      return { error: { name: 'NetworkError', message: 'Connection failure due to HTTP 0' } };
    }
  }

  function runner(handlers) {
    const own = {
      withSuccessHandler: (success) => runner({ ...handlers, success }),
      withFailureHandler: (failure) => runner({ ...handlers, failure }),
      withUserObject: (user) => runner({ ...handlers, user }),
    };
    for (const name of boot.functions) {
      own[name] = (...args) => {
        const body = JSON.stringify({ name, args: argumentsOf(args) });
        waiting.push(async () => {
          const answer = await answerTo(body);
          if (!('error' in answer)) handlers.success?.(answer.value, handlers.user);
          else if (handlers.failure) handlers.failure(failed(answer.error), handlers.user);
          else console.error(failed(answer.error));
        });
        next();
      };
    }
    return Object.freeze(own);
  }

  const tell = (op, value) =>
    window.parent.postMessage({ gsHost: op, v: value, frame: boot.frame }, boot.parent);
  const host = {
    origin: boot.parent,
    close: () => tell('close'),
    setWidth: (px) => tell('width', px),
    setHeight: (px) => tell('height', px),
    editor: { focus: () => tell('focus') },
  };
  window.google = { script: { run: runner({}), host } };

  // Not Google's: a visitor of the workbench has no key yet. It goes from the server into the field, and nowhere else.
  async function fillPracticeKey() {
    const field = document.querySelector('input[type="password"]');
    if (!field) {
      tell('did', 'There is no field for a key on the panel now.');
      return;
    }
    const { key } = await (await fetch(boot.practiceKey)).json();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, key);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
    tell('did', 'The practice key is in the field.');
  }
  window.addEventListener('message', ({ data, origin }) => {
    if (origin === boot.parent && data?.workbench === 'practice-key') void fillPracticeKey();
  });
})(__BOOT__);
