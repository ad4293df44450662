"""Lines (行): where text is cut.

linebreak       paragraphs into lines of 28 cells, by optimum fit
breakplaces     where a line may end
spacing         what gives and takes: marks side by side, squeezing, stretching
titles          titles into even lines
titlesense      what a cut in a title costs: words, names, quotations
"""
