import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { openRawStream, openRawStreams } from "./raw-stream.js";

describe("raw event stream", () => {
  let server: Server;
  let serve: (response: ServerResponse, path: string) => void;
  let url: string;

  beforeEach(async () => {
    server = createServer((request, response) => serve(response, request.url ?? "")).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it("hands over whole lines, however the bytes were cut", async () => {
    serve = async (response) => {
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, { connection: "close" });
      for (const piece of ["id: 1\nda", "ta: on", "e\n\nid: 2\n"]) {
        response.write(piece);
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    };
    const seen: string[] = [];
    const socket = await openRawStream({ url }, (text) => seen.push(text));
    await once(socket, "close");
    expect(seen.every((text) => text.endsWith("\n"))).to.equal(true);
    expect(seen.join("")).to.contain("data: one\n");
  });
  it("refuses an answer that is no stream, with its status", async () => {
    serve = (response) => response.writeHead(401).end();
    const error = await openRawStream({ url }).catch((reason: Error) => reason);
    expect(error).to.be.an("error").with.property("message").that.contains("401");
  });
  it("opens as many as asked for, each by its index", async () => {
    const paths: string[] = [];
    serve = (response, path) => {
      paths.push(path);
      response.writeHead(200).flushHeaders();
    };
    const sockets = await openRawStreams(25, (index) => openRawStream({ url: `${url}/${index}` }), 4);
    for (const socket of sockets) socket.destroy();
    expect(new Set(paths).size).to.equal(25);
  });
});
