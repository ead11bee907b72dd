import type { Invoice } from './calls'

export const INVOICE_KIND: Record<Invoice['kind'], string> = {
  fiscal_receipt: '财政电子票据',
  union_receipt: '工会专用收据',
  digital_invoice: '数电发票',
}
