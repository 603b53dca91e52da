import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The policy of what lies in this folder is the worker's: src-main/shell/static-files.ts. */
const faceFolder = 'face';

/**
 * What the worker of the face model (face/worker.ts) loads when it is first asked, as files beside it: of the fifteen
 * models in its package the three that are used, and of the three builds of its arithmetic the one with SIMD and without
 * threads, which would need a page that is isolated in yet another way.
 */
const faceFiles = [
  ...['blazeface', 'facemesh', 'faceres']
    .flatMap((model) => [`${model}.json`, `${model}.bin`])
    .map((file) => [`models/${file}`, `@vladmandic/human/models/${file}`] as const),
  ['wasm/tfjs-backend-wasm-simd.wasm', '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'],
] as const;

const faceModel: Plugin = {
  name: 'face-model',
  apply: 'build',
  generateBundle() {
    for (const [name, file] of faceFiles)
      this.emitFile({
        type: 'asset',
        fileName: `${faceFolder}/${name}`,
        source: readFileSync(fileURLToPath(new URL(`../node_modules/${file}`, import.meta.url))),
      });
  },
};

/** Served from app://terminal/ in Electron and from a loopback address in a plain browser: `base` is relative. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), faceModel],
  worker: {
    format: 'es',
    rollupOptions: {
      output: {
        // The one that looks at paper needs no more than the page may.
        entryFileNames: ({ name }) => `${name === 'paper-worker' ? 'assets' : faceFolder}/[name]-[hash].js`,
      },
    },
  },
  build: {
    outDir: '../build/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    // Small fonts would become data: addresses, which the page's policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
