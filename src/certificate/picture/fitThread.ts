import { parentPort } from 'node:worker_threads'
import type { Pixels } from '../reading/pdfText.ts'
import { type Fitted, fit, fitPixels } from './fit.ts'

const fitted = async (picture: Uint8Array | Pixels): Promise<Fitted> =>
  picture instanceof Uint8Array ? fit(picture) : { content: await fitPixels(picture), flaw: null }

parentPort!.on('message', async (picture: Uint8Array | Pixels) => {
  parentPort!.postMessage(await fitted(picture).catch(() => 'failed'))
})
