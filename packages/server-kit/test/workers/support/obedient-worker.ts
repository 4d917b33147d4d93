// A worker for tests of the pool: the request of a call says what it is to do.
import { parentPort, workerData } from 'node:worker_threads';

const flag = new Int32Array((workerData as { readonly cancelled: SharedArrayBuffer }).cancelled);
let answered = 0;

const answer = (cause: string): void => {
  answered += 1;
  parentPort?.postMessage({ kind: 'defect', cause: `${cause}, number ${answered}` });
};

parentPort?.postMessage({ kind: 'ready' });
parentPort?.on('message', ({ request }: { readonly request: string }) => {
  switch (request) {
    case 'crash':
      throw new Error('crashed as it was told');
    case 'exit':
      process.exit(3);
    // falls through: the line above ends the thread
    case 'spin until cancelled':
      while (Atomics.load(flag, 0) === 0) Atomics.wait(flag, 0, 0, 5);
      answer('cancelled');
      break;
    case 'never answer':
      break;
    default:
      answer(request);
  }
});
