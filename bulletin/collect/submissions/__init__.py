"""What units send (报送): files, folders, mail and tables, to items."""
