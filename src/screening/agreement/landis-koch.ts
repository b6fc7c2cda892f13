/**
 * The words of Landis and Koch (1977), "The measurement of observer agreement for categorical data", Biometrics
 * 33:159–174, for a kappa. They are arbitrary, as its authors say, and kappa depends on prevalence: they never stand alone.
 */
export function landisKoch(kappa: number): string {
  if (kappa < 0) return 'poor';
  if (kappa <= 0.2) return 'slight';
  if (kappa <= 0.4) return 'fair';
  if (kappa <= 0.6) return 'moderate';
  return kappa <= 0.8 ? 'substantial' : 'almost perfect';
}
