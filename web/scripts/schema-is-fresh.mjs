// Fails when src/api/schema.d.ts is not what the OpenAPI document gives.
import { readFileSync } from 'node:fs'
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript'

const document = new URL('../../functions/records/openapi.json', import.meta.url)
const made = COMMENT_HEADER + astToString(await openapiTS(document))
const committed = readFileSync(new URL('../src/api/schema.d.ts', import.meta.url), 'utf8')
if (made.trim() !== committed.trim()) {
  console.error('src/api/schema.d.ts is stale: run "npm run schema" in web/ and commit it.')
  process.exit(1)
}
