// Sees that there is a browser for the tests: the machine's own, or one that Playwright fetches.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const OWN = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome']

if (!OWN.some(existsSync) && !existsSync(chromium.executablePath())) {
  try {
    execFileSync('npx', ['playwright', 'install', '--with-deps', 'chromium-headless-shell'], { stdio: 'inherit' })
  } catch {
    process.stderr.write('The browser tests need Chromium and Chinese fonts. On Debian: apt-get install chromium-headless-shell fonts-noto-cjk\n')
    process.exit(1)
  }
}
