import { rolldown } from 'rolldown';

/** Modules for browsers, and what in them a browser does not have. */
export interface Bundle {
  /** JavaScript by file name; each entry is named as it was given, with `.js`. */
  readonly files: ReadonlyMap<string, string>;
  /** Modules that were not bundled because only Node has them. */
  readonly foreign: readonly string[];
}

/** Bundles modules as a page would, with what they import. `entries` are paths by name. */
export async function bundleForBrowser(entries: Record<string, string>): Promise<Bundle> {
  const build = await rolldown({ input: entries, platform: 'browser', logLevel: 'silent' });
  try {
    const { output } = await build.generate({ format: 'esm' });
    const chunks = output.filter((file) => file.type === 'chunk');
    const files = new Map(chunks.map(({ fileName, code }) => [fileName, code]));
    const imported = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]);
    return { files, foreign: imported.filter((name) => !files.has(name)) };
  } finally {
    await build.close();
  }
}
