// Drives the published client's build for Node.js; serve.mjs tells how it is
// talked to. The client keeps its tokens in one table for the whole process, so
// a process serves one scenario. What the client is made with comes in the
// environment, as JSON.
import net from "node:net";
import Authing from "authing-js-sdk";
import { answering } from "./answers.mjs";
import { serve } from "./serve.mjs";

const options = JSON.parse(process.env.AUTHING_OPTIONS);

// What the client logs is no answer.
globalThis.console = new console.Console(process.stderr);

// A connection to anything but the box is the end: nothing here needs one, and a
// test must not depend on the network.
const { hostname, port } = new URL(options.baseUrl);
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const [target] = Array.isArray(given[0]) ? given[0] : given;
  if (target?.host !== hostname || String(target.port) !== port) {
    process.stderr.write(`the client wants to connect to ${target?.host}:${target?.port}, which is not the box\n`);
    process.exit(1);
  }
  return connect.apply(this, given);
};

await serve(answering((more) => new Authing({ ...options, ...more })), options.secret);
