// Drives the published client's build for Node.js; serve.mjs tells how it is
// talked to. The client keeps its tokens in one table for the whole process, so
// a process serves one scenario. What the client is made with comes in the
// environment, as JSON.
import Authing from "authing-js-sdk";
import { answering } from "./answers.mjs";
import { boxAlone } from "./guard.mjs";
import { serve } from "./serve.mjs";

const options = JSON.parse(process.env.AUTHING_OPTIONS);

// What the client logs is no answer.
globalThis.console = new console.Console(process.stderr);

boxAlone(options.baseUrl);
await serve(answering((more) => new Authing({ ...options, ...more })), options.secret);
