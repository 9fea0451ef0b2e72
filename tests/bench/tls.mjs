// A TLS terminator in front of a plain server, for clients that refuse http.
// node tls.mjs KEY.pem CERT.pem SERVER_PORT: prints its own port, serves until it is ended.
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createServer } from "node:tls";

const [key, cert, port] = process.argv.slice(2);
const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (client) => {
  const plain = connect(Number(port), "127.0.0.1");
  // Without this every request waits 40 ms for an acknowledgement.
  client.setNoDelay(true);
  plain.setNoDelay(true);
  client.pipe(plain).pipe(client);
  client.on("error", () => plain.destroy());
  plain.on("error", () => client.destroy());
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
