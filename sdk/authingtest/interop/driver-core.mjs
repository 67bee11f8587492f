// Drives the published client of the core API; serve.mjs tells how it is talked
// to. A call that begins with "management " is one of ManagementClient, any other
// one of AuthenticationClient, whether a function of its own or below a dot.
// "new AuthenticationClient" makes another, with further options, that nobody is
// signed in to. What the two are made with comes in the environment, as JSON.
import { AuthenticationClient, ManagementClient } from "authing-js-sdk-4";
import { answer, run } from "./answers.mjs";
import { boxAlone } from "./guard.mjs";
import { serve } from "./serve.mjs";

const options = JSON.parse(process.env.AUTHING_OPTIONS);

// What the client logs is no answer.
globalThis.console = new console.Console(process.stderr);

boxAlone(options.management.host);
const management = new ManagementClient({ ...options.management });
let authentication = new AuthenticationClient({ ...options.authentication });

const result = async (call, given) => {
  const [, ofManagement] = /^management (.+)$/.exec(call) ?? [];
  if (ofManagement) return run(management, ofManagement, given);
  if (call !== "new AuthenticationClient") return run(authentication, call, given);
  authentication = new AuthenticationClient({ ...options.authentication, ...given[0] });
};

await serve((call, given) => answer(call, result(call, given)), options.management.secret);
