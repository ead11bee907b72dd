import { defineConfig } from 'vite'

// Set by the local stack. On AWS, CloudFront sends /api to the HTTP API and this server does not exist.
const api = process.env.CANBAO_API

// The stack holds the other end of standard input: its end is the stack's end, even a violent one.
const endWithStack = {
  name: 'end-with-stack',
  configurePreviewServer: () => {
    if (api) process.stdin.on('end', () => process.exit()).resume()
  },
}

export default defineConfig({
  plugins: [endWithStack],
  preview: {
    proxy: api ? { '/api': { target: api, changeOrigin: true, xfwd: true } } : {},
  },
})
