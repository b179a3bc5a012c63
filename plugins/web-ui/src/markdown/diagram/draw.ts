/** Colours as CSS writes them. */
export interface DrawingRequest {
  code: string;
  ink: string;
  accent: string;
  paper: string;
}
export interface Drawing {
  /** An SVG picture. */
  url: string;
  /** CSS pixels. */
  width: number;
  height: number;
}

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, (svg: string | undefined) => void>();

/** Undefined for what cannot be drawn. Drawing the first one takes some 400 ms, which is why it happens beside the page. */
export async function draw(request: DrawingRequest): Promise<Drawing | undefined> {
  const svg = await new Promise<string | undefined>((resolve) => {
    const id = ++last;
    waiting.set(id, resolve);
    started().postMessage({ id, ...request });
  });
  const size = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg ?? "");
  if (svg === undefined || !size) return undefined;
  return { url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, width: Number(size[1]), height: Number(size[2]) };
}

function started(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<{ id: number; svg?: string }>) => {
    waiting.get(data.id)?.(data.svg);
    waiting.delete(data.id);
  };
  // Its files did not arrive: what waits stays code, and the next diagram tries again.
  worker.onerror = () => {
    worker = undefined;
    for (const resolve of waiting.values()) resolve(undefined);
    waiting.clear();
  };
  return worker;
}
