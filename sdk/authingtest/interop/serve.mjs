// The line protocol of the drivers: calls come from the standard input, one
// after the other, and what came of each goes to the standard output. Both are
// JSON, one line a call:
//
//	-> {"call": "login", "with": [{"email": "ada@example.com", "password": "..."}]}
//	<- {"call": "login", "ok": true, "result": {"email": "ada@example.com", "token": "[secret 1]", ...}}
//	<- {"call": "login", "ok": false, "error": {"code": 2333, "message": "..."}}
//
// Tokens and other secrets never leave the process: "[secret 1]" stands for one,
// and means it again when it comes back in the arguments of a later call.
import readline from "node:readline";

// secrets are the ones met so far; the stand-in of the first is "[secret 1]".
const secrets = [];

const standIn = (secret) => {
  if (!secrets.includes(secret)) secrets.push(secret);
  return `[secret ${secrets.indexOf(secret) + 1}]`;
};

// A secret is known by its field's name, or by looking like a JSON Web Token;
// the pool's is known by itself, also inside a longer text such as a query.
const secretField = /token$|secret$|password$|^salt$|^recovery_code$|^qrcode_uri$/i;
const webToken = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

const conceal = (poolSecret) => (field, value) => {
  if (typeof value !== "string" || value === "") return value;
  if (secretField.test(field)) return standIn(value);
  const concealed = value.replace(webToken, standIn);
  return poolSecret ? concealed.replaceAll(poolSecret, standIn) : concealed;
};

const reveal = (_, value) =>
  typeof value === "string" ? value.replace(/\[secret (\d+)\]/g, (text, n) => secrets[n - 1] ?? text) : value;

// serve answers calls until there are no more. Where there is a pool's secret,
// no answer has it.
export const serve = async (answer, poolSecret) => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { call, with: given } = JSON.parse(line, reveal);
    process.stdout.write(JSON.stringify(await answer(call, given), conceal(poolSecret)) + "\n");
  }
};
