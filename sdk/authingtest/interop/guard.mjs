// A connection to anything but the box is the end of a driver: nothing here needs
// one, and a test must not depend on the network.
import net from "node:net";

// boxAlone lets the process connect to the box's address and to nothing else.
export const boxAlone = (address) => {
  const { hostname, port } = new URL(address);
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...given) {
    const [target] = Array.isArray(given[0]) ? given[0] : given;
    if (target?.host !== hostname || String(target.port) !== port) {
      process.stderr.write(`the client wants to connect to ${target?.host}:${target?.port}, which is not the box\n`);
      process.exit(1);
    }
    return connect.apply(this, given);
  };
};
