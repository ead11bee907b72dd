/** The limits of files, said before choosing and checked before sending; the server looks at the bytes again. */
export interface FileRule {
  /** For `accept` and for what a dropped file is held to. */
  extensions: readonly string[]
  maxBytes: number
  /** As people read it. */
  words: string
}

const MB = 1024 * 1024

export const IMAGE_OR_PDF: FileRule = {
  extensions: ['.jpg', '.jpeg', '.png', '.pdf'],
  maxBytes: 10 * MB,
  words: '10M 以内的 jpg、png 格式图片或 pdf 文件',
}
export const WORKBOOK: FileRule = {
  extensions: ['.xlsx', '.xlsm', '.xls', '.xlsb', '.ods'],
  maxBytes: 20 * MB,
  words: 'Excel 或 WPS 表格（.xlsx、.xls、.ods），20M 以内',
}

export const INVOICE: FileRule = {
  extensions: ['.pdf', '.ofd'],
  maxBytes: 10 * MB,
  words: '10M 以内的 pdf 或 ofd 文件',
}

const TYPES: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.pdf': 'application/pdf',
  '.ofd': 'application/ofd',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.xlsm': 'application/vnd.ms-excel.sheet.macroEnabled.12',
  '.xls': 'application/vnd.ms-excel',
  '.xlsb': 'application/vnd.ms-excel.sheet.binary.macroEnabled.12',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
}

export function extensionOf(name: string): string {
  return /\.[^.]+$/.exec(name.toLowerCase())?.[0] ?? ''
}

/** By the name: browsers on machines without Office give workbooks no type at all. */
export function contentTypeOf(name: string): string {
  return TYPES[extensionOf(name)] ?? 'application/octet-stream'
}

export function sizeText(bytes: number): string {
  return bytes < MB ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / MB).toFixed(1)} MB`
}

/** What is wrong with a file, in words; undefined where nothing is. */
export function refusal(file: { name: string; size: number }, rule: FileRule): string | undefined {
  if (!rule.extensions.includes(extensionOf(file.name))) return `不能上传“${file.name}”：请选择${rule.words}。`
  if (file.size === 0) return `“${file.name}”是空文件，请重新选择。`
  if (file.size > rule.maxBytes) return `“${file.name}”有 ${sizeText(file.size)}，超过上限：请选择${rule.words}。`
  return undefined
}
