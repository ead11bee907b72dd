/** The pages of the agency. */
import type { RouteRecordRaw } from 'vue-router'

const agency = { agency: true }

export const agencyRoutes: RouteRecordRaw[] = [
  {
    path: '/agency',
    component: () => import('@/layout/AgencyShell.vue'),
    meta: { audience: 'agency' },
    children: [
      { path: '', component: () => import('@/features/home/AgencyHomePage.vue'), meta: { title: '首页' } },
      { path: 'reviews', component: () => import('@/features/review/ReviewsPage.vue'), meta: { title: '待办审核' } },
      { path: 'applications', component: () => import('@/features/review/AgencyApplicationsPage.vue'), meta: { title: '参保单查询' } },
      { path: 'applications/:number', component: () => import('@/features/review/CasePage.vue'), meta: { title: '参保单', crumbs: [['待办审核', '/agency/reviews']] } },
      { path: 'payments', component: () => import('@/features/payments/PaymentsPage.vue'), props: agency, meta: { title: '缴费单处理' } },
      { path: 'enrollments', component: () => import('@/features/records/EnrollmentsPage.vue'), props: agency, meta: { title: '职工参保记录' } },
      { path: 'changes', component: () => import('@/features/changes/ChangesPage.vue'), props: agency, meta: { title: '变更申请' } },
      { path: 'plans', component: () => import('@/features/plans/PlansPage.vue'), props: agency, meta: { title: '互助保障计划' } },
      { path: 'notices', component: () => import('@/features/notices/NoticesPage.vue'), props: agency, meta: { title: '消息通知' } },
    ],
  },
]
