"""What is told outside of the window: notifications, the tray icon, the count on the icon of the program."""
