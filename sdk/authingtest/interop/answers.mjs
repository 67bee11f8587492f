// What a call of the published client comes to, in Node.js and in a page alike.
//
// Arguments that JSON has no form for are written as text: "[callback done]" is
// a function that keeps what it is first called with, "[picture]" a file. The
// call "login/done" waits until the callback of that name, given to login, was
// called; one that is named "failed" brings an error. "new Authing" makes
// another client, with further options.

// calledBack has what callbacks were called with, as promises, by "login/done".
const calledBack = new Map();

const callback = (key) => {
  let report;
  calledBack.set(key, new Promise((resolve) => (report = resolve)));
  return report;
};

// called waits until a callback was called, for half a minute at most.
const called = (key) =>
  new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`nothing called back ${key}`)), 30_000);
    calledBack.get(key).then((value) => {
      clearTimeout(limit);
      resolve(value);
    });
  });

// pixel is a picture of one pixel.
const pixel = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (c) => c.charCodeAt(0),
);

// argument puts in what JSON has no form for.
const argument = (call, value) => {
  if (Array.isArray(value)) return value.map((element) => argument(call, element));
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, argument(call, field)]));
  if (value === "[picture]") return new File([pixel], "pixel.png", { type: "image/png" });
  const [, name] = /^\[callback (\w+)\]$/.exec(value) ?? [];
  return name ? callback(`${call}/${name}`) : value;
};

// plain cuts a response down to what the service said; some calls answer with
// the whole response.
const plain = (value) => {
  if (Array.isArray(value)) return value.map(plain);
  if (value?.config && value.request) return { status: value.status, data: value.data };
  return value;
};

// explain gives what the client threw, in one of the forms that it throws: a
// broken rule, an answer of another status than 200, or a text that may be JSON.
const explain = (thrown) => {
  if (thrown?.response) return plain(thrown.response);
  if (thrown instanceof Error || typeof thrown === "string") {
    const text = thrown.message ?? thrown;
    try {
      return JSON.parse(text);
    } catch {
      return { message: text };
    }
  }
  return typeof thrown?.message === "object" ? thrown.message : thrown;
};

// run makes a call by its dotted name; what is no function is waited for.
export const run = (client, call, given) => {
  const path = call.split(".");
  const name = path.pop();
  const owner = path.reduce((at, step) => at[step], client);
  if (!(name in owner)) throw new Error(`the client has no ${call}`);
  return typeof owner[name] === "function" ? owner[name](...argument(call, given)) : owner[name];
};

// answer tells what came of a call.
export const answer = (call, result) =>
  result.then(
    (value) => ({ call, ok: true, result: plain(value) ?? null }),
    (thrown) => ({ call, ok: false, error: explain(thrown) }),
  );

// answering gives a function that makes calls of a client and answers each.
// create makes a client from options.
export const answering = (create) => {
  let client = create({});
  // Without an owner token the Node.js build sends no token at all, so it has to
  // have one before the first call. Whether it got one is for the call
  // "fetchToken" to say.
  const ready = client.fetchToken.catch(() => {});
  const result = async (call, given) => {
    await ready;
    const [, name] = call.split("/");
    if (name) {
      const reported = await called(call);
      if (name === "failed") throw reported;
      return reported;
    }
    if (call !== "new Authing") return run(client, call, given);
    client = create(argument(call, given)[0]);
    return client.fetchToken;
  };
  return (call, given) => answer(call, result(call, given));
};
