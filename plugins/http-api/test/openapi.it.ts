import type { RouteDeclaration } from "@open-cowork/core/transport";
import { expect } from "chai";
import { fullPath } from "../src/pipeline/route-table.js";
import { nameOf, oneOfEverything, requestOf } from "./examples.js";
import { Surface } from "./surface.js";

interface Response {
  $ref?: string;
  description?: string;
  content?: Record<string, unknown>;
}
interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, unknown>[];
  parameters: { name: string; in: string; required?: boolean; schema: object }[];
  responses: Record<string, Response>;
}
interface Document {
  openapi: string;
  info: { title: string; version: string };
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

describe("the OpenAPI document", () => {
  let surface: Surface;
  let document: Document;
  let operations: { path: string; method: string; operation: Operation }[];

  before(async () => {
    surface = await new Surface().start();
    document = (await surface.call("GET", "/api/v1/openapi.json")).json as unknown as Document;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
  });
  after(() => surface.stop());

  const resolve = (ref: string) => {
    let found: unknown = document;
    for (const part of ref.replace(/^#\//, "").split("/")) found = (found as Record<string, unknown> | undefined)?.[part];
    return found;
  };

  it("is of version 3.1 and has what every document must have", () => {
    expect(document.openapi).to.match(/^3\.1\.\d+$/);
    expect(document.info).to.include({ title: "Test API", version: "1.2.3" });
    for (const { path, operation } of operations) {
      expect(path).to.match(/^\/(?:[\w.-]+|\{\w+\})(?:\/(?:[\w.-]+|\{\w+\}))*$/);
      expect(operation.summary, path).to.match(/\w/);
      expect(document.tags.map(({ name }) => name)).to.include.members(operation.tags);
    }
  });

  it("names every operation once", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(id).to.match(/^[a-z]\w+$/);
  });

  it("declares the parameters of each path, each once, and those as required", () => {
    for (const { path, operation } of operations) {
      const declared = operation.parameters.filter((parameter) => parameter.in === "path");
      expect(
        declared.map(({ name }) => name),
        path,
      ).to.have.members([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(declared.every(({ required }) => required)).to.equal(true);
      const places = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
      expect(new Set(places).size).to.equal(places.length);
    }
  });

  it("has nothing that leads nowhere", () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!);
    expect(refs).to.not.deep.equal([]);
    for (const ref of new Set(refs)) expect(resolve(ref), ref).to.be.an("object");
    for (const { operation } of operations)
      for (const scheme of operation.security.flatMap((one) => Object.keys(one))) expect(document.components.securitySchemes).to.have.property(scheme);
  });

  it("tells one success and the failures of each operation, problems all", () => {
    for (const { path, method, operation } of operations) {
      const statuses = Object.keys(operation.responses);
      expect(
        statuses.filter((status) => status.startsWith("2")),
        `${method} ${path}`,
      ).to.have.lengthOf(1);
      expect(statuses).to.include.members(operation.security.length > 0 ? ["400", "401", "403", "429", "500", "503"] : ["400", "500"]);
      for (const status of statuses) {
        const response = operation.responses[status]!;
        const described = response.$ref === undefined ? response : (resolve(response.$ref) as Response);
        expect(described.description).to.be.a("string");
        if (Number(status) >= 400) expect(Object.keys(described.content!)).to.deep.equal(["application/problem+json"]);
      }
    }
  });

  it("says what happens: every route answers as its operation declares", async () => {
    const { secret: token } = surface.identity.issue("owner");
    for (const route of surface.app.routes as RouteDeclaration[]) {
      if (route.path === "/events") continue;
      const { path, ...content } = requestOf(route, await oneOfEverything(surface));
      const answer = await surface.call(route.method, path, { token, ...content });
      const { responses } = document.paths[fullPath(route).replace(/:(\w+)/g, "{$1}")]![route.method.toLowerCase()]!;
      expect(responses, `${nameOf(route)} answered ${answer.status} ${answer.text.slice(0, 200)}`).to.have.property(String(answer.status));
      const type = answer.headers.get("content-type")?.split(";")[0];
      const declared = responses[String(answer.status)]!;
      const types = Object.keys((declared.$ref === undefined ? declared : (resolve(declared.$ref) as Response)).content ?? {});
      if (types.includes("*/*")) continue;
      expect(type === undefined ? [] : [type], nameOf(route)).to.satisfy((seen: string[]) =>
        seen.length === 0 ? types.length === 0 : types.includes(seen[0]!),
      );
    }
  });
});
