import { defineConfig } from 'vite'

// The local stack says where its HTTP API is. On AWS, CloudFront sends /api there and this server does not exist.
const api = process.env.CANBAO_API

export default defineConfig({
  preview: {
    proxy: api ? { '/api': { target: api, changeOrigin: true, xfwd: true } } : {},
  },
})
