import type { StaffRole } from '../platform/access.ts';

export type DemoAccount = { loginName: string; name: string; role: StaffRole; areaCode: string | null; zh: string };

/** The one password of all demonstration accounts. They exist in demonstration mode only, on this machine only. */
export const demoPassword = 'linli-demo-2026';
export const demoPhone = '19900000001';

export const demoAccounts: DemoAccount[] = [
  { loginName: 'city', name: '市级 演示', role: 'cityOfficial', areaCode: '330100', zh: '市级管理员 (杭州市)' },
  { loginName: 'district', name: '区级 演示', role: 'districtOfficial', areaCode: '330105', zh: '区级管理员 (拱墅区)' },
  {
    loginName: 'subdistrict',
    name: '街道 演示',
    role: 'subdistrictOfficial',
    areaCode: '330105001',
    zh: '街道管理员 (米市巷街道)',
  },
  {
    loginName: 'community',
    name: '社区书记 演示',
    role: 'communityOfficial',
    areaCode: '330105001051',
    zh: '社区负责人 (夹城巷社区)',
  },
  { loginName: 'worker', name: '社工 演示', role: 'communityWorker', areaCode: '330105001051', zh: '社区工作者 (夹城巷社区)' },
  { loginName: 'operator', name: '运营 演示', role: 'operator', areaCode: null, zh: '运营方 (演示运营公司)' },
  { loginName: 'auditor', name: '审计 演示', role: 'auditor', areaCode: '330105', zh: '审计员 (拱墅区)' },
];
