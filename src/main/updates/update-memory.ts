/** What is remembered of looks for new versions from one start to the next: updates.json. */
import { z } from 'zod';

const Ms = z.number().min(0).max(8.64e15);

export const UpdateMemory = z.object({
  version: z.literal(1),
  /** The first start; the first look comes a day later, so that it can be switched off before. */
  sinceMs: Ms.nullable(),
  lastLookMs: Ms.nullable(),
  /** When the newest document that was ever believed was signed: an older one is a step back. */
  seenIssuedMs: Ms,
  /** The version that the user does not want to hear of. */
  skipped: z.string().max(120).nullable(),
  /** The last answer that was believed, as it came. It is judged anew at every start. */
  answer: z.string().max(100_000).nullable(),
});
export type UpdateMemory = z.infer<typeof UpdateMemory>;

export const noUpdateMemory: UpdateMemory = {
  version: 1,
  sinceMs: null,
  lastLookMs: null,
  seenIssuedMs: 0,
  skipped: null,
  answer: null,
};
