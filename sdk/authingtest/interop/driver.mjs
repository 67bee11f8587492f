// Drives the published client from outside: it reads calls from its standard
// input, makes one after the other, and writes what came of each to its standard
// output. Both are JSON, one line a call:
//
//	-> {"call": "login", "with": [{"email": "ada@example.com", "password": "..."}]}
//	<- {"call": "login", "ok": true, "result": {"email": "ada@example.com", "token": "[secret 1]", ...}}
//	<- {"call": "login", "ok": false, "error": {"code": 2333, "message": "..."}}
//
// The client keeps its tokens in one table for the whole process, so a process
// serves one scenario. The box's address, pool, secret and password key come in
// the environment.
//
// Tokens and other secrets never leave the process: "[secret 1]" stands for one,
// and means it again when it comes back in the arguments of a later call.
import net from "node:net";
import readline from "node:readline";
import Authing from "authing-js-sdk";

const { AUTHING_URL: box, AUTHING_POOL: pool, AUTHING_SECRET: poolSecret, AUTHING_PASSWORD_KEY: passwordKey } = process.env;

// What the client logs is no answer.
globalThis.console = new console.Console(process.stderr);

// A connection to anything but the box is the end: nothing here needs one, and a
// test must not depend on the network.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const [target] = Array.isArray(given[0]) ? given[0] : given;
  const { hostname, port } = new URL(box);
  if (target?.host !== hostname || String(target.port) !== port) {
    process.stderr.write(`the client wants to connect to ${target?.host}:${target?.port}, which is not the box\n`);
    process.exit(1);
  }
  return connect.apply(this, given);
};

// secrets are the ones met so far; the stand-in of the first is "[secret 1]".
const secrets = [poolSecret];

const standIn = (secret) => {
  if (!secrets.includes(secret)) secrets.push(secret);
  return `[secret ${secrets.indexOf(secret) + 1}]`;
};

// A secret is known by its field's name, or by looking like a JSON Web Token;
// the pool's is known by itself, also inside a longer text such as a query.
const secretField = /token$|secret$|password$|^salt$/i;
const webToken = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

const conceal = (field, value) => {
  if (typeof value !== "string" || value === "") return value;
  if (secretField.test(field)) return standIn(value);
  return value.replace(webToken, standIn).replaceAll(poolSecret, standIn);
};

const reveal = (_, value) =>
  typeof value === "string" ? value.replace(/\[secret (\d+)\]/g, (text, n) => secrets[n - 1] ?? text) : value;

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

const client = new Authing({
  userPoolId: pool,
  secret: poolSecret,
  host: { user: `${box}/graphql`, oauth: `${box}/graphql` },
  baseUrl: box,
  preflightUrl: { users: `${box}/system/status`, oauth: `${box}/system/status` },
  cdnPreflightUrl: box,
  cdnHost: box,
  passwordEncPublicKey: passwordKey,
});

// Without an owner token the client sends no token at all, so it has to have one
// before the first call. Whether it got one is for the call "fetchToken" to say.
await client.fetchToken.catch(() => {});

// run makes a call by its dotted name; what is no function is waited for.
const run = async (call, given) => {
  const path = call.split(".");
  const name = path.pop();
  const owner = path.reduce((at, step) => at[step], client);
  if (!(name in owner)) throw new Error(`the client has no ${call}`);
  return typeof owner[name] === "function" ? owner[name](...given) : owner[name];
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { call, with: given } = JSON.parse(line, reveal);
  const answer = await run(call, given).then(
    (result) => ({ call, ok: true, result: plain(result) ?? null }),
    (thrown) => ({ call, ok: false, error: explain(thrown) }),
  );
  process.stdout.write(JSON.stringify(answer, conceal) + "\n");
}
