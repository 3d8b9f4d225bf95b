/** `npm run soak -- --minutes 10`: ten feeds with random faults; ends with 0 when all are well and nothing is unexplained. */
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('test/faults/soak.ts', ['--expose-gc']);
