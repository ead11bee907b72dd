import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

// Set by the local stack. On AWS, CloudFront sends /api to the HTTP API and this server does not exist.
const api = process.env.CANBAO_API
const proxy = api ? { '/api': { target: api, changeOrigin: true, xfwd: true } } : {}

/** The headers of every page, with the origin that files are put to and shown from. */
function securityHeaders(): Record<string, string> {
  const text = readFileSync(new URL('security-headers.json', import.meta.url), 'utf8')
  return JSON.parse(text.replaceAll('{files}', process.env.CANBAO_FILES ?? '')) as Record<string, string>
}

// The stack holds the other end of standard input: its end is the stack's end, even a violent one.
const endWithStack: Plugin = {
  name: 'end-with-stack',
  configurePreviewServer: () => {
    if (process.env.CANBAO_STACK) process.stdin.on('end', () => process.exit()).resume()
  },
}

/** Names what is built, so that an open page can tell that a newer one is served. */
const release: Plugin = {
  name: 'release',
  apply: 'build',
  generateBundle(_, bundle) {
    const id = createHash('sha256').update(Object.keys(bundle).sort().join('\n')).digest('hex').slice(0, 12)
    this.emitFile({ type: 'asset', fileName: 'release.json', source: JSON.stringify({ id }) })
  },
}

export default defineConfig({
  plugins: [
    vue(),
    release,
    endWithStack,
  ],
  resolve: { alias: { '@': new URL('src', import.meta.url).pathname } },
  // Browsers that clerks have: WPS and 360 follow Chromium some years behind.
  build: { target: ['chrome86', 'firefox90', 'safari14'], cssTarget: ['chrome86'], assetsInlineLimit: 0, manifest: true, modulePreload: { polyfill: false } },
  server: { proxy },
  preview: { proxy, headers: securityHeaders() },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], restoreMocks: true },
} as Parameters<typeof defineConfig>[0])
