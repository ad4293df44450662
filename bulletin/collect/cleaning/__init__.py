"""What stands around a text and in it that is not the text; everything taken out is listed."""
