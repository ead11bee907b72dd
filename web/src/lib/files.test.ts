import { expect, it } from 'vitest'
import { contentTypeOf, IMAGE_OR_PDF, refusal, sizeText, WORKBOOK } from './files'

const MB = 1024 * 1024

it('takes what the rule names, by the extension in any case', () => {
  expect(refusal({ name: '名册.PDF', size: 10 * MB }, IMAGE_OR_PDF)).toBeUndefined()
  expect(refusal({ name: 'a.b.xlsx', size: 1 }, WORKBOOK)).toBeUndefined()
})

it('refuses other kinds, empty files and those that are too large', () => {
  expect(refusal({ name: 'x.exe', size: 5 }, IMAGE_OR_PDF)).toContain('x.exe')
  expect(refusal({ name: 'noextension', size: 5 }, IMAGE_OR_PDF)).toContain('不能上传')
  expect(refusal({ name: 'x.png', size: 0 }, IMAGE_OR_PDF)).toContain('空文件')
  expect(refusal({ name: 'x.png', size: 11 * MB }, IMAGE_OR_PDF)).toContain('11.0 MB')
})

it('tells the type by the name', () => {
  expect(contentTypeOf('A.JPG')).toBe('image/jpeg')
  expect(contentTypeOf('A')).toBe('application/octet-stream')
  expect(sizeText(1)).toBe('1 KB')
})
