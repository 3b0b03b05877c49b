"""What people and machines see: findings as text and JSON, statutory tables as HTML."""
