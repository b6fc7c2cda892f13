// Loaded before the program (node --import): kills the process just before its n-th call that changes the disk, n from
// DIE_AT; a write is done by half first. Without DIE_AT the number of such calls is left in the file COUNT_TO.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const dieAt = Number(process.env.DIE_AT ?? 0);
const { writeFileSync, writeSync } = fs;
let calls = 0;

for (const name of ['openSync', 'writeSync', 'fsyncSync', 'ftruncateSync', 'renameSync', 'unlinkSync', 'rmSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    const isReading = name === 'openSync' && (args[1] ?? 'r') === 'r';
    if (!isReading && ++calls === dieAt) {
      if (name === 'writeSync') writeHalf(args[0], args[1], args[2] ?? 0);
      process.kill(process.pid, 'SIGKILL');
    }
    return real(...args);
  };
}
syncBuiltinESMExports();

function writeHalf(handle, data, offset) {
  const bytes = Buffer.from(data).subarray(offset);
  writeSync(handle, bytes.subarray(0, Math.floor(bytes.length / 2)));
}

if (process.env.COUNT_TO) process.on('exit', () => writeFileSync(process.env.COUNT_TO, String(calls)));
