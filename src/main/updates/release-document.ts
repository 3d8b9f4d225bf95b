/** What a release says of itself. Read only after its signature was found good. */
import { z } from 'zod';
import { versionPattern } from './version-order.mjs';

/** A line of plain text: nothing in it can hide, turn or end the line. */
const Line = z.string().regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]{1,300}$/u);

const Moment = z.iso.datetime().transform((text) => Date.parse(text));

const Package = z.object({
  /** `deb`, `rpm`, `appimage`, `dmg`, `nsis`; later versions may bring others. */
  kind: z.string().max(20),
  arch: z.string().max(20),
  /** Stands in commands for a terminal, so it holds nothing that a shell would act on. */
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._~+-]{0,119}$/),
  bytes: z.number().int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  minimumSystem: Line,
});

export const ReleaseDocument = z.object({
  format: z.literal(1),
  product: z.literal('vigil'),
  version: z.string().regex(versionPattern),
  published: Moment,
  /** When it was signed; it may be signed again for the same version, before it expires. */
  issued: Moment,
  expires: Moment,
  notes: z.array(Line).max(20),
  page: z.string().max(500),
  packages: z.array(Package).max(50),
});
export type ReleaseDocument = z.output<typeof ReleaseDocument>;
export type ReleasePackage = ReleaseDocument['packages'][number];
