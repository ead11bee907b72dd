// What a first visit loads, compressed: the entry, the sign-in page and every route with all that it imports.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMITS_KB = { entry: 70, login: 115, route: 250 }
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const compressed = new Map()

function size(file) {
  if (!compressed.has(file)) compressed.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length)
  return compressed.get(file)
}

function reach(key, found = new Set()) {
  if (found.has(key)) return found
  found.add(key)
  for (const next of manifest[key].imports ?? []) reach(next, found)
  return found
}

function weight(...keys) {
  const files = new Set()
  for (const key of keys) {
    for (const chunk of reach(key)) {
      files.add(manifest[chunk].file)
      for (const css of manifest[chunk].css ?? []) files.add(css)
    }
  }
  return [...files].reduce((sum, file) => sum + size(file), 0) / 1024
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry)
const rows = [['entry', weight(entry), LIMITS_KB.entry]]
for (const key of Object.keys(manifest)) {
  if (!manifest[key].isDynamicEntry || !key.endsWith('Page.vue')) continue
  const isLogin = key.endsWith('SignInPage.vue')
  const shell = Object.keys(manifest).filter((k) => !isLogin && k.endsWith('Shell.vue') && manifest[k].isDynamicEntry)
  const heaviest = Math.max(...(shell.length ? shell : [entry]).map((s) => weight(entry, s, key)))
  rows.push([isLogin ? 'login' : key.replace('src/', ''), heaviest, isLogin ? LIMITS_KB.login : LIMITS_KB.route])
}
let tooHeavy = false
for (const [name, kb, limit] of rows.sort((a, b) => b[1] - a[1])) {
  const over = kb > limit
  tooHeavy ||= over
  console.log(`${over ? 'TOO HEAVY ' : ''}${name.padEnd(52)} ${kb.toFixed(1).padStart(7)} KB gz  (limit ${limit})`)
}
process.exit(tooHeavy ? 1 : 0)
