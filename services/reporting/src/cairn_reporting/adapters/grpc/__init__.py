"""ReportingService."""
