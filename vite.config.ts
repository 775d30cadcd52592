import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const VIGIL_SERVER = process.env.VIGIL_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: 'client',
  plugins: [react()],
  build: { outDir: '../dist/client', emptyOutDir: true, sourcemap: true },
  server: {
    proxy: {
      '/api': { target: VIGIL_SERVER, changeOrigin: true, headers: { origin: VIGIL_SERVER } },
      '/socket.io': { target: VIGIL_SERVER, changeOrigin: true, headers: { origin: VIGIL_SERVER }, ws: true },
    },
  },
  test: {
    // Without its own root, vitest would look in client/ and ignore the floors by folder without a word.
    root: '.',
    // Generous, for a busy machine: a time-out finds what hangs; it measures nothing.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/{unit,contract,integration,architecture}/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        extends: true,
        test: {
          name: 'client',
          include: ['tests/client/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: ['tests/support/client-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          // One browser and one server at a time, after everything else: timing in them is part of what is tested.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['shared/**/*.ts', 'server/**/*.ts', 'client/**/*.{ts,tsx}'],
      reporter: ['text-summary', 'html'],
      thresholds: {
        'server/core/**': { branches: 100 },
        'shared/domain/**': { branches: 100 },
      },
    },
  },
})
