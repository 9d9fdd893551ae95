/** A file of the workspace could not be had. `absent` is true when the workspace simply has none. */
export class SourceError extends Error {
  readonly absent: boolean;
  constructor(message: string, absent: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SourceError';
    this.absent = absent;
  }
}

/** Where the app's data come from: a server, or script files beside the page. */
export interface Source {
  /** True where an API answers beside the data. */
  readonly served: boolean;
  /** @throws SourceError */
  bytes(name: string): Promise<Uint8Array>;
  /** @throws SourceError */
  json<T>(name: string): Promise<T>;
}

declare global {
  /** Called by the script files of an exported site, each with gzipped bytes in base64. */
  var trackscopeData: ((name: string, base64: string) => void) | undefined;
}

/** The source that the page was made for: `<html data-source="served|exported">`. */
export function pageSource(): Source {
  return document.documentElement.dataset.source === 'exported' ? exportedSource() : servedSource();
}

function servedSource(): Source {
  const get = async (name: string): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(`data/${name}`, { credentials: 'same-origin' });
    } catch (cause) {
      throw new SourceError(`the server does not answer (asked for ${name})`, false, { cause });
    }
    if (response.ok) return response;
    throw new SourceError(
      response.status === 404
        ? `this workspace has no ${name}`
        : `the server answered ${response.status} when asked for ${name}`,
      response.status === 404,
    );
  };
  return {
    served: true,
    bytes: async (name) => new Uint8Array(await (await get(name)).arrayBuffer()),
    json: async (name) => (await get(name)).json(),
  };
}

function exportedSource(): Source {
  const waiting = new Map<string, (base64: string) => void>();
  globalThis.trackscopeData = (name, base64) => waiting.get(name)?.(base64);
  const bytes = async (name: string) => {
    const base64 = await new Promise<string>((resolve, reject) => {
      waiting.set(name, resolve);
      const script = document.createElement('script');
      script.src = `data/${name}.js`;
      script.onload = () => script.remove();
      script.onerror = () => {
        script.remove();
        reject(new SourceError(`this site has no ${name}`, true));
      };
      document.head.append(script);
    }).finally(() => waiting.delete(name));
    const packed = await (await fetch(`data:application/octet-stream;base64,${base64}`)).blob();
    return new Uint8Array(
      await new Response(packed.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer(),
    );
  };
  return {
    served: false,
    bytes,
    json: async (name) => JSON.parse(new TextDecoder().decode(await bytes(name))),
  };
}
