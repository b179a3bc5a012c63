import type { RequestContext } from "@open-cowork/core/kernel";
import { AppError, isAppError, newId } from "@open-cowork/shared";
import { expect } from "chai";
import { aBinding, type TestBinding } from "../../http-api/test/channels/fixture.js";
import { CloudSide, type LinkPorts } from "./cloud-side.js";

describe("files over the link", () => {
  let cloud: CloudSide;
  let mine: TestBinding;
  let artifacts: LinkPorts["artifacts"];
  let gateway: RequestContext;
  let ann: RequestContext;

  beforeEach(async () => {
    cloud = await CloudSide.start();
    mine = await aBinding(cloud.surface);
    const link = await cloud.link(mine.gateway);
    ({ artifacts } = link);
    gateway = await link.home.context();
    ann = await link.home.as(mine.identity, (await cloud.surface.channels.access.person(mine.gateway, mine.identity.id)).binding);
  });
  afterEach(() => cloud.stop());

  const meta = () => ({ name: "ü 1.bin", mime: "application/x-test", session: mine.session });
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => "none",
      (cause: unknown) => cause,
    );
  const codeOf = async (work: Promise<unknown>) => {
    const error = await failure(work);
    return isAppError(error) ? error.code : error;
  };
  const stored = async () => (await cloud.surface.artifacts.list(gateway, { limit: 10 })).items.length;
  const read = async (id: string, range?: { start: number; end: number }) => {
    const all: number[] = [];
    for await (const chunk of await artifacts.read(gateway, id, range)) all.push(...chunk);
    return all;
  };

  it("go there and come back, whole and in parts", async () => {
    const made = await artifacts.put(ann, meta(), parts([0, 1, 2], [3], [4, 255]), 6);
    expect(made).to.include({ ...meta(), bytes: 6 });
    expect(await artifacts.stat(gateway, made.id)).to.deep.equal(made);
    expect(await read(made.id)).to.deep.equal([0, 1, 2, 3, 4, 255]);
    expect(await read(made.id, { start: 2, end: 5 })).to.deep.equal([2, 3, 4]);
    expect(await read(made.id, { start: 5, end: 6 })).to.deep.equal([255]);
    for (const range of [
      { start: 3, end: 3 },
      { start: 6, end: 9 },
    ])
      expect(await read(made.id, range)).to.deep.equal([]);
    const empty = await artifacts.put(ann, meta(), parts(), 6);
    expect([empty.bytes, await read(empty.id)]).to.deep.equal([0, []]);
  });

  it("are added by the gateway itself where an answer goes on in one, and nowhere else", async () => {
    const made = await artifacts.put(gateway, meta(), parts([1, 2]), 6);
    expect(await read(made.id)).to.deep.equal([1, 2]);
    expect(await codeOf(artifacts.put(gateway, { ...meta(), session: newId() }, parts([1]), 6))).to.equal("session.not_found");
    expect(await codeOf(artifacts.put(gateway, { ...meta(), session: undefined }, parts([1]), 6))).to.equal("auth.forbidden");
  });

  it("are streamed, not gathered", async () => {
    const piece = new Uint8Array(64 * 1024).fill(7);
    let made = 0;
    async function* large() {
      for (; made < 80; made++) yield piece;
    }
    const { id, bytes } = await artifacts.put(ann, meta(), large(), 10 * 1024 * 1024);
    expect([bytes, made]).to.deep.equal([80 * piece.length, 80]);
    let first = 0;
    for await (const chunk of await artifacts.read(gateway, id)) {
      first = chunk.length;
      break;
    }
    expect(first).to.be.within(1, bytes);
  });

  it("that are too large, or whose source breaks, leave nothing, and fail with what went wrong", async () => {
    expect(await codeOf(artifacts.put(ann, meta(), parts([1, 2], [3]), 2))).to.equal("artifact.too_large");
    const gone = new AppError("provider.file_gone");
    async function* broken() {
      yield Uint8Array.of(1);
      throw gone;
    }
    expect(await failure(artifacts.put(ann, meta(), broken(), 100))).to.equal(gone);
    expect(await stored()).to.equal(0);
  });

  it("that Cloud does not take fail with its reason", async () => {
    expect(await codeOf(artifacts.put(ann, { ...meta(), session: newId() }, parts([1]), 10))).to.equal("session.not_found");
    await cloud.surface.channels.admin.changeIdentity(mine.owner, mine.identity.id, { role: "approver" });
    expect(await codeOf(artifacts.put(ann, meta(), parts([1]), 10))).to.equal("auth.forbidden");
    expect(await stored()).to.equal(0);
  });

  it("of others do not exist", async () => {
    const foreign = await cloud.surface.artifacts.put(gateway, { ...meta(), session: await cloud.surface.thread() }, parts([1]), 10);
    for (const id of [foreign.id, newId(), "..", "a/b", ""]) {
      const outcomes = [
        await codeOf(artifacts.stat(gateway, id)),
        await codeOf(artifacts.read(gateway, id)),
        await codeOf(artifacts.read(gateway, id, { start: 0, end: 0 })),
      ];
      for (const code of outcomes)
        expect(code, id).to.be.oneOf(["artifact.not_found", "request.invalid", "request.route_unknown", "request.method_not_allowed"]);
    }
  });

  it("are neither listed nor handed over nor removed by a gateway", async () => {
    const calls = [
      () => artifacts.list(gateway, { limit: 1 }),
      () => artifacts.adopt(gateway, "a", "s"),
      () => artifacts.remove(gateway, "a"),
      () => artifacts.removeOf(gateway, "s"),
    ];
    for (const call of calls) expect(await codeOf(call())).to.equal("auth.forbidden");
  });
});

async function* parts(...all: number[][]): AsyncGenerator<Uint8Array> {
  for (const part of all) yield Uint8Array.from(part);
}
