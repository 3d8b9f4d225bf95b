/** `npm run fuzz -- --frames 1000000 --seed 7`: damaged frames and answers for every dialect; docs/fuzzing.md explains it. */
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('test/fuzz/fuzz.ts');
