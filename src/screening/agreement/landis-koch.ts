/**
 * The words of Landis and Koch (1977), "The measurement of observer agreement for categorical data", Biometrics
 * 33:159–174, for a kappa. They are arbitrary, as its authors say, and kappa depends on prevalence: they never stand alone.
 */
export function landisKoch(kappa: number): string {
  // A kappa of 0.4 that was computed as 0.4000000000000001 is fair.
  const value = Math.round(kappa * 1e9) / 1e9;
  if (value < 0) return 'poor';
  if (value <= 0.2) return 'slight';
  if (value <= 0.4) return 'fair';
  if (value <= 0.6) return 'moderate';
  return value <= 0.8 ? 'substantial' : 'almost perfect';
}
