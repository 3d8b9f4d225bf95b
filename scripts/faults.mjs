/** `npm run faults`: every fault against local venues with the real budgets; writes docs/faults.md. */
import { runTypeScript } from './run-typescript.mjs';

await runTypeScript('test/faults/report.ts');
