/**
 * `npm run sbom [-- FILE]`: writes the bill of materials of this build as CycloneDX JSON, by default to
 * out/sbom.cdx.json; `-` is the standard output. Offline, and the same sources give the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ensureBuilt } from './fresh-build.mjs';
import { readLicences } from './licences.mjs';
import { root } from './paths.mjs';
import { runCommand } from './run-command.mjs';
import { runScript, say } from './say.mjs';

/**
 * @typedef {{ 'bom-ref': string, name: string, version: string, scope: string, properties?: unknown, externalReferences?: unknown }} Component
 */

await runScript(async () => {
  await ensureBuilt(say);
  const { text, shipped, tools } = await billOfMaterials();
  if (process.argv[2] === '-') {
    process.stdout.write(text);
    return;
  }
  const file = resolve(process.argv[2] ?? join(root, 'out/sbom.cdx.json'));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  console.log(`${file}: ${shipped} components that are shipped, ${tools} tools that are not.`);
});

async function billOfMaterials() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const listed = await runCommand(npm, args, { cwd: root });
  if (!listed.ok) throw new Error(`npm could not list the packages:\n${listed.output.trim()}`);
  const bill = JSON.parse(listed.output);
  const shippedRefs = new Set((await readLicences()).map(({ name, version }) => `${name}@${version}`));
  /** @type {Component[]} */
  const components = bill.components.map((/** @type {Component} */ component) =>
    plain(component, shippedRefs.has(component['bom-ref'])),
  );
  const shipped = components.filter(({ scope }) => scope === 'required');
  const missing = [...shippedRefs].filter(
    (ref) => !shipped.some((component) => component['bom-ref'] === ref),
  );
  if (missing.length > 0) throw new Error(`The lock file does not know ${missing.join(', ')}. Run npm ci.`);
  // npm names the program after the folder it lies in, and stamps the time and a random number on it.
  const { timestamp: _, component, ...metadata } = bill.metadata;
  const { serialNumber: __, ...rest } = bill;
  const whole = {
    ...rest,
    metadata: { ...metadata, component: { ...plain(component, true), name: 'vigil' } },
    components,
  };
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(whole))}`;
  const text = `${JSON.stringify({ ...whole, serialNumber }, null, 2)}\n`;
  return { text, shipped: shipped.length, tools: components.length - shipped.length };
}

/**
 * Scope as CycloneDX has it: what is excluded builds or tests Vigil and is no part of it.
 *
 * @param {Component} component
 * @param {boolean} isShipped
 */
function plain({ properties: _, externalReferences: __, ...component }, isShipped) {
  return { ...component, scope: isShipped ? 'required' : 'excluded' };
}

/**
 * A name-based UUID (version 8): the same bill has the same number.
 *
 * @param {string} text
 */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
